/** On a Template: the version of its skeleton, raised with every change of it. @public */
export const TEMPLATE_VERSION_ANNOTATION = 'cairn.dev/template-version';

/** On a Template: the day of that version, for example `2026-11-21`. @public */
export const TEMPLATE_UPDATED_ANNOTATION = 'cairn.dev/template-updated';

/** On a Template: the language of what it makes. @public */
export const LANGUAGE_ANNOTATION = 'cairn.dev/language';

/** On a Template: what a service of this path begins with, one line each. @public */
export const WHAT_YOU_GET_ANNOTATION = 'cairn.dev/what-you-get';

/** On a component: the template and version it was made from, `<template reference>@<version>`. @public */
export const SCAFFOLDED_FROM_ANNOTATION = 'cairn.dev/scaffolded-from';

/** On an XRD: what a size costs a month, as YAML; see `readMonthlyPrices`. @public */
export const MONTHLY_PRICES_ANNOTATION = 'cairn.dev/monthly-prices';

/** The branch of a scaffolded repository that holds what the template alone made. @public */
export const VENDOR_BRANCH = 'golden-path';
