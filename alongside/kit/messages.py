"""Sending a message by e-mail: one port, whatever carries it (the console, SMTP or a service).

Messages go out one after the other, beside the pages: nobody waits for a mail server, and nobody
can tell from the time it takes whether an address is known here.
"""

import logging
import smtplib
from concurrent.futures import Future, ThreadPoolExecutor
from email.utils import formataddr, parseaddr

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMessage

log = logging.getLogger(__name__)
_carrier = ThreadPoolExecutor(max_workers=1, thread_name_prefix="messages")
_last: Future | None = None


def send(to: str, subject: str, body: str, *, sender: str = "", known: bool = True) -> None:
    """Send one message in plain text, as `Content.message` makes it.

    For an address that is not `known` here all the work is done and nothing goes out, so that
    both take the same time.
    """
    global _last
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    message = EmailMessage(
        subject=" ".join(subject.split()),
        body=body + "\n",
        from_email=formataddr((" ".join(sender.split()), address)) if sender else settings.DEFAULT_FROM_EMAIL,
        to=[to],
    )
    _last = _carrier.submit(_carry if known else _write, message)


def _write(message: EmailMessage) -> None:
    message.message().as_bytes()


def _carry(message: EmailMessage) -> None:
    """Nothing of the message goes into the log: an address is somebody's."""
    try:
        message.send()
    except (AnymailError, smtplib.SMTPException, OSError) as why:
        log.error("A message could not be sent (%s). Check the e-mail settings.", type(why).__name__)


def wait_until_sent() -> None:
    """Return when every message given so far has gone out."""
    if _last:
        _last.result()
