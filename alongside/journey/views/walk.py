"""The pages of the way itself: the pair's notebook, a step, a meeting, the words that open and close it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from alongside.journey import aftercare, progress, readiness, telling
from alongside.journey import meeting as meetings
from alongside.journey.arranging import ArrangingForm
from alongside.journey.audience import audience
from alongside.journey.notebook import bar_of_two, made_together
from alongside.journey.process import CLOSING, OPENING
from alongside.journey.views.here import of_pair, of_sheet
from alongside.people.needs_shown import needs_shown_to
from alongside.portfolio.sheet import Mine, leave_out


@of_pair
def pair(request, here):
    """Our notebook: where the two are, and everything that they made."""
    if not here.walk.has_begun:
        return redirect("home")
    return render(
        request,
        "journey/pair.html",
        here.context(
            bar=bar_of_two(here, meetings.times(here.pair)),
            made=made_together(here),
            next=here.walk.next_for(here.me),
            times=meetings.times(here.pair),
            needs=needs_shown_to(here.who, here.pair),
        ),
    )


@of_pair
def next(request, here):
    """On to the one next thing; home when there is none, or when a new step begins."""
    coming = here.walk.next_for(here.me)
    if not coming.to_do or coming.stop.sheet == OPENING:
        return redirect("home")  # a meeting begins from home, so that the one before has an end
    return redirect(here.walk.address(coming, here.me))


@of_pair
def step(request, here, meeting, step):
    """What a step is for, how long it takes, who begins, who sees what; and the ways to do it."""
    stops = [s for s in here.walk.way.in_step(meeting, step) if here.walk.asks(s, here.me)]
    if not stops:
        raise Http404
    coming = here.walk.next_for(here.me)
    found = here.walk.way.step_of(stops[0])
    story = readiness.is_story_step(stops)
    in_this = coming.stop in stops
    return render(
        request,
        "journey/step.html",
        here.context(
            step=found,
            meeting=here.walk.way.meeting(meeting),
            way_to_meet=getattr(meetings.times(here.pair).get(meeting), "way", "") or "in-person",
            begins=here.pair.partner if found.begins == "partner" else here.pair.professional,
            sheets=[(s, here.walk.way.sheet(s), here.walk.state(s, here.me)) for s in stops],
            coming=coming if in_this else None,
            next_address=coming.address if coming.to_do else "",
            left_out=all(here.walk.standing.left_out(s, here.me) for s in stops),
            facilitator_words=found.facilitator,
            story=story,
            today=readiness.words_for(here, readiness.of_the_two(here, meeting)) if story else [],
            taken_up=[s for s in stops if s.sheet in readiness.STORY and here.walk.standing.left_out(s, here.me)],
            can_wait=bool(story and readiness.story_stops(here, meeting)),
        ),
    )


@of_sheet
def step_of(request, here):
    """From a sheet back to the step that it belongs to."""
    if here.stop.step:
        return redirect("journey:step", here.pair.public, here.stop.meeting, here.stop.step)
    return redirect("home")


@require_POST
@of_pair
def skip_step(request, here, meeting, step):
    """Leave a whole step out for myself. The other can still do theirs, and does not wait for mine."""
    for stop in here.walk.way.in_step(meeting, step):
        if not here.walk.asks(stop, here.me) or here.walk.is_done(stop, here.me):
            continue
        if not here.who.may_open(stop.sheet):
            continue
        sheet = here.walk.way.sheet(stop)
        if sheet.key == "action-plan":
            continue
        leave_out(Mine(here.pair, sheet, here.me, stop.occasion), by=here.me)
    progress.note(here.pair)
    return redirect("journey:next", here.pair.public)


@of_pair
def spoken(request, here, meeting, what):
    """The words that open or close a meeting."""
    stop = here.walk.way.stop(meeting, what)
    if not stop or not stop.spoken:
        raise Http404
    if request.method == "POST":
        progress.finish(stop, pair=here.pair, by=here.me)
        if what == CLOSING:
            aftercare.begin(here.pair, meeting)
        return redirect("journey:next", here.pair.public)
    progress.begin(stop, pair=here.pair, by=here.me)
    found = here.walk.way.meeting(meeting)
    part = found.closing if what == CLOSING else found.opening
    return render(
        request,
        "journey/spoken.html",
        here.context(
            meeting=found,
            part=part,
            closing=what == CLOSING,
            begins=here.pair.partner if part.begins == "partner" else here.pair.professional,
            time=meetings.times(here.pair).get(meeting),
            needs=needs_shown_to(here.who, here.pair),
            ways=here.content.process.ways,
        ),
    )


@of_pair
def meeting(request, here, meeting):
    """When, where and how the two meet; anybody of the two may set or move it."""
    try:
        found = here.walk.way.meeting(meeting)
    except StopIteration:
        raise Http404 from None
    time = meetings.times(here.pair).get(meeting)
    form = ArrangingForm(here, time, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if "put-off" in request.POST:
            meetings.call_off(here.pair, meeting, by=here.me)
            progress.note(here.pair)
            if time:
                telling.meeting_put_off(time)
            return redirect("journey:meeting", here.pair.public, meeting)
        if form.is_valid():
            telling.meeting_set(meetings.arrange(here.pair, meeting, by=here.me, **form.cleaned), time)
            progress.note(here.pair)
            return redirect("home")
    return render(
        request,
        "journey/meeting.html",
        here.context(
            meeting=found, time=time, form=form, errors=form.errors,
            ways=here.content.process.ways, needs=needs_shown_to(here.who, here.pair),
        ),
        status=422 if form.errors else 200,
    )  # fmt: skip


@of_pair
def not_today(request, here):
    """A normal answer, at no cost. Everything stays where it is."""
    return render(request, "journey/not_today.html", here.context(coming=here.walk.next_for(here.me)))


@of_sheet
def what_else(request, here):
    """After "not today" on the readiness card: what would suit you? Nothing counts against anybody."""
    if here.sheet.key != readiness.READINESS:
        raise Http404
    if request.method == "POST":
        choice = request.POST.get("what-else", "")
        if choice in readiness.OTHER_THINGS:
            readiness.move_story(here, here.stop.meeting)
            progress.note(here.pair)
            return redirect("journey:next", here.pair.public)
        if choice == "another-day":
            return redirect("journey:meeting", here.pair.public, here.stop.meeting)
        return redirect("home")
    context = here.context(
        audience=audience(here),
        choices=[(key, here.page_words("not-today", key)) for key in readiness.WHAT_ELSE],
    )
    return render(request, "journey/what_else.html", context)


@require_POST
@of_pair
def story_can_wait(request, here, meeting):
    """The story moves to another meeting. It can be taken up again on any day."""
    readiness.move_story(here, meeting)
    progress.note(here.pair)
    return redirect("journey:next", here.pair.public)
