"""Mistakes in content, said so that somebody who changes words can put them right."""

from __future__ import annotations


class ContentMistake(ValueError):
    """One mistake: where it is, what is wrong and what to do."""

    def __init__(self, file: str, key: str, problem: str, remedy: str) -> None:
        self.file, self.key, self.problem, self.remedy = file, key, problem, remedy
        place = f"{file}, {key}" if key else file
        super().__init__(f"{place}: {problem}. {remedy}.")


class ContentMistakes(ExceptionGroup[ContentMistake]):
    """All the mistakes found in one reading, because nobody likes to find them one by one."""

    def __new__(cls, mistakes: list[ContentMistake]) -> ContentMistakes:
        return super().__new__(cls, "The content has mistakes", mistakes)

    def derive(self, excs):
        return ContentMistakes(list(excs))

    @property
    def mistakes(self) -> tuple[ContentMistake, ...]:
        return tuple(mistake for mistake in self.exceptions if isinstance(mistake, ContentMistake))

    def __str__(self) -> str:
        return "\n".join(str(mistake) for mistake in self.exceptions)


class Findings:
    """Collects what is wrong while files are read."""

    def __init__(self) -> None:
        self.mistakes: list[ContentMistake] = []

    def add(self, file: str, key: str, problem: str, remedy: str) -> None:
        self.mistakes.append(ContentMistake(file, key, problem, remedy))

    def raise_any(self) -> None:
        if self.mistakes:
            raise ContentMistakes(self.mistakes)
