from alongside.portfolio.facilitator import ClosedToFacilitator, OpenedPlan
from alongside.portfolio.piece import Piece, Theme
from alongside.portfolio.plan import Action, Review
from alongside.portfolio.said import Said
from alongside.portfolio.share import OpenedBox, Ready, Shared, WithFacilitator
from alongside.portfolio.sheet import LeftOut

__all__ = [
    "Action",
    "ClosedToFacilitator",
    "LeftOut",
    "OpenedBox",
    "OpenedPlan",
    "Piece",
    "Ready",
    "Review",
    "Said",
    "Shared",
    "Theme",
    "WithFacilitator",
]
