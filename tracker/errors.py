"""Every error the tracker raises on purpose.

    TrackerError                one line for people: what happened, to which feed or file, what to do
    ├── ConfigError             a file in config/ or a TRACKER_ variable is wrong (file, line, what is expected)
    ├── InputError              a text, row or file given to a command cannot be used
    ├── StoreError              the database cannot be reached, is too old, or refuses
    │   └── MigrationError      the schema cannot be brought up to date
    ├── FetchError              an address cannot be fetched at all (malformed, refused by policy)
    ├── LanguageError           the language pipeline cannot be loaded
    ├── MailError               a mail cannot be composed or handed over
    └── CorrectionError         a correction names events that do not exist or contradicts itself

Expected failures of feeds, pages and recipients are not exceptions: they are values (outcomes) that are stored.
"""


class TrackerError(Exception):
    """Root of all errors shown to people; `str(error)` is one clear line."""


class ConfigError(TrackerError):
    """A configuration file or variable is wrong."""

    def __init__(self, where: str, expected: str) -> None:
        self.where = where
        self.expected = expected
        super().__init__(f"{where}: {expected}")


class InputError(TrackerError):
    """Input given to a command cannot be used."""


class StoreError(TrackerError):
    """The database cannot be reached or refuses what was asked."""


class MigrationError(StoreError):
    """The database schema cannot be brought up to date."""


class FetchError(TrackerError):
    """An address cannot be fetched at all."""


class LanguageError(TrackerError):
    """The language pipeline cannot be loaded."""


class MailError(TrackerError):
    """A mail cannot be composed or handed over."""


class CorrectionError(TrackerError):
    """A correction cannot be applied."""
