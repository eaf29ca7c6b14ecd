"""Floor: components, the loader of sheets and their forms, uploads, PDF, dates and messages. Knows no domain words."""
