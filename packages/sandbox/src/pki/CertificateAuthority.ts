// x509 wires itself with tsyringe, which needs this polyfill to be there first.
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  type KeyPair,
  generateKeyPair,
  keyPairFromPem,
  privateKeyToPem,
  signatureAlgorithm,
} from './keyPair';

x509.cryptoProvider.set(crypto);

const DAY = 24 * 60 * 60 * 1000;
/** Clocks of a laptop and its virtual machines differ; certificates start a little earlier. */
const BACKDATE = 5 * 60 * 1000;

/** A certificate with its private key, both PEM. */
export interface IssuedCertificate {
  certificate: string;
  key: string;
}

/** Who a client certificate speaks for: CN is the user, each O a group. */
export interface ClientSubject {
  commonName: string;
  organizations: string[];
}

/** A small certificate authority whose key lives in this process. */
export class CertificateAuthority {
  private constructor(
    private readonly root: x509.X509Certificate,
    private readonly keys: KeyPair,
  ) {}

  /** Makes a new authority, valid for ten years. */
  static async create(options: {
    commonName: string;
    now?: Date;
  }): Promise<CertificateAuthority> {
    const now = (options.now ?? new Date()).getTime();
    const keys = await generateKeyPair();
    const root = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: serialNumber(),
      name: [{ CN: [options.commonName] }],
      notBefore: new Date(now - BACKDATE),
      notAfter: new Date(now + 3650 * DAY),
      keys,
      signingAlgorithm: signatureAlgorithm,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(
          x509.KeyUsageFlags.keyCertSign |
            x509.KeyUsageFlags.cRLSign |
            x509.KeyUsageFlags.digitalSignature,
          true,
        ),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    return new CertificateAuthority(root, keys);
  }

  /** Takes up an authority written earlier. */
  static async load(pems: IssuedCertificate): Promise<CertificateAuthority> {
    return new CertificateAuthority(
      new x509.X509Certificate(pems.certificate),
      await keyPairFromPem(pems.key),
    );
  }

  /** The root certificate, PEM. */
  get certificate(): string {
    return `${this.root.toString('pem')}\n`;
  }

  /** The root's private key, PEM; for the file of the authority only. */
  async privateKey(): Promise<string> {
    return privateKeyToPem(this.keys.privateKey);
  }

  /** Issues a server certificate for host names and addresses. */
  async issueServer(options: {
    hosts: string[];
    days: number;
    now?: Date;
  }): Promise<IssuedCertificate> {
    return this.issue({
      name: [{ CN: ['kube-apiserver'] }],
      usage: x509.ExtendedKeyUsage.serverAuth,
      days: options.days,
      now: options.now,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          options.hosts.map(
            (value): x509.JsonGeneralName => ({
              type: isIP(value) ? 'ip' : 'dns',
              value,
            }),
          ),
        ),
      ],
    });
  }

  /** Issues a client certificate. */
  async issueClient(options: {
    subject: ClientSubject;
    days: number;
    now?: Date;
  }): Promise<IssuedCertificate> {
    return this.issue({
      name: [
        ...options.subject.organizations.map(value => ({ O: [value] })),
        { CN: [options.subject.commonName] },
      ],
      usage: x509.ExtendedKeyUsage.clientAuth,
      days: options.days,
      now: options.now,
      extensions: [],
    });
  }

  /** True if this authority signed the certificate. */
  async signed(certificate: string): Promise<boolean> {
    return new x509.X509Certificate(certificate).verify({
      publicKey: this.root,
      signatureOnly: true,
    });
  }

  private async issue(options: {
    name: x509.JsonName;
    usage: x509.ExtendedKeyUsage;
    days: number;
    now?: Date;
    extensions: x509.Extension[];
  }): Promise<IssuedCertificate> {
    const now = (options.now ?? new Date()).getTime();
    const keys = await generateKeyPair();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      subject: options.name,
      issuer: this.root.subjectName,
      notBefore: new Date(now - BACKDATE),
      notAfter: new Date(now + options.days * DAY),
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: signatureAlgorithm,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([options.usage]),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        await x509.AuthorityKeyIdentifierExtension.create(this.root, false),
        ...options.extensions,
      ],
    });
    return {
      certificate: `${certificate.toString('pem')}\n`,
      key: await privateKeyToPem(keys.privateKey),
    };
  }
}

/** Sixteen random bytes, positive, without a leading zero byte. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  // eslint-disable-next-line no-bitwise
  bytes[0] = (bytes[0] & 0x7f) | 0x01;
  return bytes.toString('hex');
}
