/** CloudEvents over HTTP with spring-cloud-function-web, and corrections of its behaviour. */
@NullMarked
package dev.perennial.runtime.web;

import org.jspecify.annotations.NullMarked;
