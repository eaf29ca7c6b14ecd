"""E-mail on the console, as somebody reads it: a link in it can be copied whole."""

from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    """Prints who it goes to, the subject and the words, without the marks of the wire."""

    def send_messages(self, email_messages):
        for message in email_messages:
            print(f"\n--- an e-mail to {', '.join(message.to)}\n{message.subject}\n\n{message.body}\n---", flush=True)
        return len(email_messages)
