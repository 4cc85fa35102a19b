// Kit merges its own types with these. Nothing is passed from the server to a page, so all stay empty.
declare global {
	namespace App {}
}

export {};
