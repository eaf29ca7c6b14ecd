"""The page of one piece of the work, whichever sheet it is."""

from alongside.voices.views.here import of_piece

PAGES: dict = {}  # sheet -> the view of its page; filled in by the modules beside this one
