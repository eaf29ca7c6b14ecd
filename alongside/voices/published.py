"""What of the counts may be read: the one place where numbers of a round are hidden before anybody sees them."""


def published(round, counted, before, figures):
    return counted
