"""Roof: settings, addresses, the front page and the home page of whoever is signed in."""
