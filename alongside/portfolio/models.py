from alongside.portfolio.plan import Action, Review
from alongside.portfolio.said import Said
from alongside.portfolio.share import OpenedBox, Ready, Shared, WithFacilitator
from alongside.portfolio.sheet import LeftOut

__all__ = ["Action", "LeftOut", "OpenedBox", "Ready", "Review", "Said", "Shared", "WithFacilitator"]
