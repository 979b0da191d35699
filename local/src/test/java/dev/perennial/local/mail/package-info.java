@NullMarked
package dev.perennial.local.mail;

import org.jspecify.annotations.NullMarked;
