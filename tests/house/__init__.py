"""The promises that the code makes about itself."""
