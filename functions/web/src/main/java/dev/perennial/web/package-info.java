/** Serves the files of the web app. */
@NullMarked
package dev.perennial.web;

import org.jspecify.annotations.NullMarked;
