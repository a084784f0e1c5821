/** Of the text about telemetry that stands in the settings; the server has the same. */
export const consentVersion = 1;
