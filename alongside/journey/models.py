from alongside.journey.meeting import MeetingTime
from alongside.journey.progress import Fact, Progress

__all__ = ["Fact", "MeetingTime", "Progress"]
