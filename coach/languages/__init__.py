"""The catalogues of languages: everything the coach says, hears and shows, one file for each."""
