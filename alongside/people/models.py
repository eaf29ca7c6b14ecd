from alongside.people.agreement import TakingPart
from alongside.people.concern import Concern
from alongside.people.invitation import Invitation
from alongside.people.needs import Needs
from alongside.people.organisation import Organisation, Role
from alongside.people.pair import Ending, Facilitating, Pair, Pause
from alongside.people.person import Person
from alongside.people.programme import Programme, WordsVersion
from alongside.people.supporter import Support

__all__ = [
    "Concern",
    "Ending",
    "Facilitating",
    "Invitation",
    "Needs",
    "Organisation",
    "Pair",
    "Pause",
    "Person",
    "Programme",
    "Role",
    "Support",
    "TakingPart",
    "WordsVersion",
]
