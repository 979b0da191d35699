/** CloudEvents over HTTP through spring-cloud-function-web, and the traps of that closed. */
@NullMarked
package dev.perennial.runtime.web;

import org.jspecify.annotations.NullMarked;
