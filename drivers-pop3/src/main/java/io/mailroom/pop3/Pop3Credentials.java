package io.mailroom.pop3;

import io.mailroom.profile.Secret;
import java.util.Objects;

/**
 * Who logs in, and with what.
 *
 * @param account account name
 * @param secret password or access token
 * @param isToken true for an OAuth 2.0 access token, sent with XOAUTH2
 */
record Pop3Credentials(String account, Secret secret, boolean isToken) {
    Pop3Credentials {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(secret, "secret");
    }
}
