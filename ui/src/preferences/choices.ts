// What Settings offers to choose from. The core refuses other minutes.
export const LANGUAGES = ["en", "nl"] as const;
export const SIZES = ["normal", "large", "largest"] as const;
export const THEMES = ["system", "light", "dark"] as const;
export const LOCK_ALONE = [2, 5, 10, 15, 30] as const;
export const LOCK_TOGETHER = [10, 30, 60] as const;
/** For oneself: those that are shorter than the computer's. */
export const LOCK_OWN = [1, 2, 5, 10, 15] as const;
