/** Words about what is wrong in the local settings. Apart from `messages.ts`, which every page loads. */

/** Words beside a field of the local settings, and for a file that is none. */
export const settingProblems = {
	safeguardingLead: 'Your safeguarding lead: use at most 80 characters',
	outOfHoursTeam: 'Out-of-hours team: use at most 80 characters',
	followUpHours: 'Written follow-up: type a whole number of hours, 1 to 168, or leave it empty',
	handOverHours: 'Hand over: type a whole number of hours, 1 to 168, or leave it empty',
	ageRuleOfThumb: 'Rule of thumb: type an age from 8 to 17, or leave it empty',
	referralFormLink: 'Referral form: type a full web address that begins with https://',
	designatedAgencies: 'Designated agencies: use at most 60 lines of at most 80 characters',
	file: 'That file could not be taken over. Nothing is lost: ask your colleague to save it again.'
} as const;
