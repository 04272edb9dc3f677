package io.mailroom.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Sockets for libraries that make their own connections: each has the protocols, suites and checks of a setup. */
final class TlsSocketFactory extends SSLSocketFactory {
    private final TlsSetup setup;
    private final SSLSocketFactory factory;

    TlsSocketFactory(TlsSetup setup) {
        this.setup = setup;
        this.factory = setup.context().getSocketFactory();
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return setup.parameters().getCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return getDefaultCipherSuites();
    }

    @Override
    public Socket createSocket() throws IOException {
        return secured(factory.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return secured(factory.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return secured(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return secured(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        return secured(factory.createSocket(address, port));
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) throws IOException {
        return secured(factory.createSocket(address, port, local, localPort));
    }

    private Socket secured(Socket socket) {
        ((SSLSocket) socket).setSSLParameters(setup.parameters());
        return socket;
    }
}
