/** OAuth 2.0 access tokens (RFC 6749) for logging in to mail servers. */
@NullMarked
package io.mailroom.oauth;

import org.jspecify.annotations.NullMarked;
