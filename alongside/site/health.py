"""Is it up? Touches nobody's data."""

from django.db import DatabaseError, connection
from django.http import JsonResponse

from alongside.site.several import why_no_valkey


def health(request):
    """200 `{"status": "ok"}`, or 503 naming the part that is down."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "down", "part": "database"}, status=503)
    if why_no_valkey():
        return JsonResponse({"status": "down", "part": "valkey"}, status=503)
    return JsonResponse({"status": "ok"})
