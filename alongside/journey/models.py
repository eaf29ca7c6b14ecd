from alongside.journey.aftercare import AftercareTask
from alongside.journey.flags import Flag
from alongside.journey.meeting import MeetingTime
from alongside.journey.progress import Fact, Progress
from alongside.journey.told import Told

__all__ = ["AftercareTask", "Fact", "Flag", "MeetingTime", "Progress", "Told"]
