// Kit merges its own types with these. Nothing is passed from the server to a page, so all stay empty.
declare global {
	// eslint-disable-next-line @typescript-eslint/no-namespace -- the name Kit looks for
	namespace App {}
}

export {};
