// The list of things to put right takes the focus, so that it is read first.
document.querySelector(".govuk-error-summary[data-focus]")?.focus();
