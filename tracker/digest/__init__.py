"""The morning mail: what is told to whom, in which words and form. Pure: no database, no network, no clock."""
