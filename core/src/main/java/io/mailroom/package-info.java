/** The front door: it watches profiles and hands each message to its handler, once; and the errors an application sees. */
@NullMarked
package io.mailroom;

import org.jspecify.annotations.NullMarked;
