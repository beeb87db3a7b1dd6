// Small on purpose: every page works without it.
import "./charts-on-demand.js";
import "./copy.js";
import "./keep.js";
import "./keyboard.js";
import "./paste.js";
