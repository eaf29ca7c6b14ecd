"""The made-up world of `--demo`: four programmes, pairs at every stage, written as people write."""

import datetime
import json

import yaml
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from alongside.journey import meeting as meetings
from alongside.journey import progress
from alongside.journey.process import way_of
from alongside.journey.progress import Progress
from alongside.kit.fields import new_row_id
from alongside.kit.sheets import Answers, load, texts_of
from alongside.people import agreement, invitation
