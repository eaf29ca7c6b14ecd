"""Sheets that two people write at once: nobody's words overwrite another's, and every version is kept."""
