/**
 * Finds a first name and a surname side by side. Two words with capitals are mostly a place, a school or a day, so one of
 * the two must be a name that is hardly ever anything else. Names beyond the lists are let pass: a note that comes too
 * often is a note that nobody reads.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** First names in use in England that are no common word, month, place or surname-like thing. */
const FIRST_NAMES = words(
	'Aaron Abdul Abdullah Abigail Adam Ade Adrian Agnieszka Ahmed Aisha Aiden Alan Alex Alexander Alexandra Alfie Ali Alice Alicia Alison Amanda Amara Amelia Amina Amir Amy Ana Andrea Andrew Andrzej Angela Anita Anna Anne Anthony Antonio Archie Arthur Asha Ayesha Barbara Beatrice Ben Benjamin Beth Bethany Bilal Brian Callum Carl Carlos Carol Caroline Catherine Charlie Charlotte Chloe Chris Christine Christopher Claire Clare Connor Craig Daisy Daniel Darren David Debbie Deborah Denise Derek Diane Donna Dorota Dylan Edward Eleanor Elena Elizabeth Ella Ellie Elliot Emily Emma Emmanuel Eric Erin Ethan Eva Evelyn Evie Farah Fatima Fatma Fiona Freddie Freya Gareth Gary Gemma George Georgia Georgina Gillian Gloria Graham Grzegorz Hamza Hannah Harriet Harry Hassan Hayley Heather Helen Henry Holly Hussein Ian Ibrahim Imran Irene Isaac Isabel Isabella Isla Jacob Jake James Jamie Jan Jane Janet Jason Jayden Jean Jennifer Jenny Jessica Jim Joan Joanna Joanne Joe John Jonathan Joseph Josh Joshua Joyce Juan Julia Julian Julie Karen Karl Kate Katherine Kathleen Katie Kayleigh Keith Kelly Kenneth Kerry Kevin Khadija Kieran Kirsty Kyle Laura Lauren Layla Leah Leanne Lee Leo Leon Lewis Liam Linda Lisa Louise Lucas Lucy Luke Lydia Magdalena Malgorzata Marcus Margaret Maria Marie Mariam Martin Mary Maryam Mateusz Matthew Maureen Max Megan Mehmet Melanie Melissa Mia Michael Michelle Mike Millie Mohamed Mohammad Mohammed Molly Monika Muhammad Nadia Naomi Natalie Nathan Neil Nicholas Nicola Nigel Nina Noah Noor Oliver Olivia Omar Oscar Owen Pamela Patricia Patrick Paul Pauline Peter Phil Philip Philippa Phoebe Piotr Priya Rachel Raj Rajesh Ravi Rebecca Rhys Richard Riley Robert Robin Ronald Rosie Ruby Russell Ruth Ryan Sadia Saima Sally Sam Samantha Samira Samuel Sana Sandra Sara Sarah Scarlett Scott Sean Shannon Sharon Shaun Sheila Shirley Simon Sofia Sophia Sophie Stacey Stephanie Stephen Steve Steven Stuart Susan Suzanne Sylvia Tanya Tara Teresa Theo Thomas Tim Timothy Tina Toby Tom Tomasz Tony Tracey Tracy Valerie Vanessa Vikram Wendy William Yasmin Yusuf Zac Zachary Zahra Zainab Zara Zoe Zofia'
);

/** Surnames that are no common word or place; enough to know a first name that the list above lacks. */
const SURNAMES = words(
	'Ahmed Akhtar Ali Begum Bibi Choudhury Chowdhury Davies Edwards Evans Fernandez Griffiths Gonzalez Hughes Hussain Iqbal Islam Jenkins Johnson Jones Kaur Khan Khatun Kowalczyk Kowalska Kowalski Lewandowska Lewandowski Mahmood Malik McCarthy McDonald Mensah Miah Mohamed Murphy Nguyen Nowak Okafor Okoye Osman Owusu Patel Phillips Popescu Rahman Rodriguez Sharma Shah Silva Singh Smith Sullivan Szymanska Taylor Uddin Wilson Williams Wisniewska Wisniewski Zielinska'
);

/** What a second word with a capital makes a place, a body, a rule or a day. */
const NOT_A_SURNAME = words(
	'Road Rd Street St Avenue Ave Close Lane Drive Crescent Terrace Gardens Grove Walk Way Court Square Place Row Hill Park Green Common Estate House Lodge Cottage Hall Tower Bridge Station Primary Infant Infants Junior Juniors Secondary Grammar High School Academy College University Nursery Preschool Centre Center Hub Clinic Surgery Practice Hospital Hospice Ward Trust Foundation Charity Church Chapel Cathedral Mosque Temple Synagogue Parish Council County Borough City Town Village Team Service Services Unit Panel Board Court Police Act Order Law Plan Review Report Form Duty Day Days Week Weekend Night Morning Evening Afternoon Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Christmas Easter Ramadan Eid Diwali Hotel Inn Arms Pub Club Project Scheme Group Class Year Stage Cross Gate Wood Woods Field Fields Farm Mill Quay Docks Wharf Island Bay Beach Lake River North South East West England Wales Scotland Ireland English Welsh Spanish French Polish Urdu Bengali Punjabi Arabic Romanian Turkish Somali Portuguese Lewis Lister Line Helpline Childline Barnardo Barnardos Bulger Climbie'
);

/** What a first word with a capital makes no first name: ways of address, roles, kin, and words that begin a sentence. */
const NOT_A_FIRST_NAME = words(
	'Mr Mrs Ms Miss Mx Dr Prof Professor Sir Dame Lord Lady Rev Father Sister Brother Mother Mum Dad Nan Gran Grandma Grandad Grandmother Grandfather Aunt Auntie Uncle Cousin Nurse Doctor Teacher Head Headteacher Officer Sergeant Inspector Detective Constable Judge Social Worker Health Visitor Manager Councillor The A An And Or But If When Where While Then That This These Those They He She It We I You His Her Their Our My Your As At By For From In Of On To With Without About After Before Since Until Because So Not No Yes Also Both Family Families Told Saw Met Asked Called Rang Phoned Spoke Says Said Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December Early Lady Port Great Little New Old North South East West Upper Lower Saint'
);

/** A word with a capital; a full stop behind it only where it is one letter. */
const CAPITALISED = /(?<![\p{L}\p{N}'’-])(?:\p{Lu}\.?(?![\p{L}\p{N}'’-])|\p{Lu}[\p{L}'’-]+)/gu;
const INITIAL = /^\p{Lu}\.?$/u;
const NAME_SHAPE = /^(?:Mc|Mac|O['’])?\p{Lu}[\p{Ll}'’]+(?:-\p{Lu}\p{Ll}+)?$/u;
const OWNER = /['’]s?$/;

interface Word {
	readonly word: string;
	readonly from: number;
	readonly to: number;
}

/** The first full name in a text, as typed; undefined where there is none that is surely one. */
export function fullNameIn(text: string): string | undefined {
	const capitalised = Array.from(text.matchAll(CAPITALISED), ({ 0: word, index }): Word => {
		return { word, from: index, to: index + word.length };
	});
	for (let at = 0; at < capitalised.length; at += 1) {
		const run = runFrom(capitalised, at);
		const end = nameEnd(run.map(({ word }) => word));
		const [first, last] = [run[0], run[end]];
		if (end > 0 && first && last) return text.slice(first.from, last.to);
	}
	return undefined;
}

/** First name, something between, surname, and one more. */
const LONGEST_RUN = 4;

/** The words that follow one another with a single space between. */
function runFrom(all: readonly Word[], at: number): readonly Word[] {
	const run = all.slice(at, at + LONGEST_RUN);
	const end = run.findIndex((one, place) => place > 0 && one.from !== (run[place - 1]?.to ?? 0) + 1);
	return end === -1 ? run : run.slice(0, end);
}

/** Where in a run a full name ends that begins with its first word; 0 where none does. */
function nameEnd(run: readonly string[]): number {
	const [first = '', second = '', third = ''] = run;
	const isBetween = INITIAL.test(second) || NAME_SHAPE.test(second);
	if (third !== '' && isBetween && isFullName(first, third, run[3] ?? '')) return 2;
	return isFullName(first, second, third) ? 1 : 0;
}

function isFullName(first: string, last: string, after: string): boolean {
	const surname = last.replace(OWNER, '');
	if (!NAME_SHAPE.test(first) || !NAME_SHAPE.test(surname)) return false;
	// "St Mary Redcliffe Primary", "John Smith House": a place named after somebody.
	if (NOT_A_SURNAME.has(surname) || NOT_A_SURNAME.has(after)) return false;
	if (NOT_A_FIRST_NAME.has(first) || OWNER.test(first) || NOT_A_FIRST_NAME.has(surname)) return false;
	return FIRST_NAMES.has(first) || SURNAMES.has(surname);
}
