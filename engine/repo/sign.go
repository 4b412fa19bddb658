package repo

import (
	"bytes"
	"crypto/rand"
	"crypto/sha512"
	"encoding/pem"
	"errors"
	"strings"

	"golang.org/x/crypto/ssh"

	"galley/engine"
)

// A SigningKey signs commits. It prints as nothing that is secret.
type SigningKey struct {
	signer ssh.Signer
	print  string
}

// ErrNoSigningKey means that a text is no private key that commits are signed
// with.
var ErrNoSigningKey = errors.New("it is no private SSH key of the type ed25519, as ssh-keygen writes it")

// ErrProtectedKey means that a private key needs a passphrase.
var ErrProtectedKey = errors.New("the key is protected by a passphrase, which nobody could enter")

// ReadSigningKey reads a private key in the format of OpenSSH: the text of the
// file that "ssh-keygen -t ed25519" writes. Others than ed25519 are refused:
// with these alone is a signature the same every time, and so is the commit. No
// error holds any of the text.
func ReadSigningKey(text engine.Secret) (*SigningKey, error) {
	signer, err := ssh.ParsePrivateKey([]byte(strings.TrimSpace(text.Reveal()) + "\n"))
	var protected *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &protected):
		return nil, ErrProtectedKey
	case err != nil || signer.PublicKey().Type() != ssh.KeyAlgoED25519:
		return nil, ErrNoSigningKey
	}
	return &SigningKey{signer, ssh.FingerprintSHA256(signer.PublicKey())}, nil
}

// Fingerprint names the key as Signer does, such as "SHA256:…".
func (k *SigningKey) Fingerprint() string { return k.print }

// String returns the fingerprint.
func (k *SigningKey) String() string { return k.print }

// GoString returns the fingerprint.
func (k *SigningKey) GoString() string { return k.print }

// header returns the header that signs a commit, which git puts behind all
// others, and which is not among what is signed.
func (k *SigningKey) header(commit []byte) ([]byte, error) {
	digest := sha512.Sum512(commit)
	const hash = "sha512"
	signed := append([]byte(signatureMagic), ssh.Marshal(signedBlob{Namespace: namespace, Hash: hash, Digest: string(digest[:])})...)
	sig, err := k.signer.Sign(rand.Reader, signed)
	if err != nil {
		return nil, errors.New("the key does not sign")
	}
	blob := append([]byte(signatureMagic+signatureVersion), ssh.Marshal(signatureBlob{
		PublicKey: string(k.signer.PublicKey().Marshal()), Namespace: namespace, Hash: hash, Signature: string(ssh.Marshal(sig))})...)
	armoured := bytes.TrimSpace(pem.EncodeToMemory(&pem.Block{Type: signatureType, Bytes: blob}))
	return append(append([]byte("gpgsig "), bytes.ReplaceAll(armoured, []byte("\n"), []byte("\n "))...), '\n'), nil
}
