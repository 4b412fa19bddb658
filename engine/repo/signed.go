package repo

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"golang.org/x/crypto/ssh"
)

// ErrSignature means that a commit is signed with SSH and the signature is not
// one of its content.
var ErrSignature = errors.New("the signature is not valid")

// Signer returns the fingerprint of the SSH key that signed a commit, such as
// "SHA256:…", after it has verified the signature; "" where the commit has no
// SSH signature. Whose key it is, and whether it may be trusted, others know.
func (r *Repo) Signer(commit string) (string, error) {
	op := fmt.Sprintf("verify the signature of %.7s", commit)
	o, err := r.encoded(plumbing.CommitObject, plumbing.NewHash(commit))
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	reader, err := o.Reader()
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	defer reader.Close()
	raw, err := io.ReadAll(reader)
	if err != nil {
		return "", &Error{Op: op, Err: err}
	}
	armoured, signed := parted(raw)
	block, _ := pem.Decode(armoured)
	if block == nil || block.Type != signatureType {
		return "", nil
	}
	key, err := verify(block.Bytes, signed)
	if err != nil {
		return "", &Error{Op: op, Err: fmt.Errorf("%w: %w", ErrSignature, err)}
	}
	return ssh.FingerprintSHA256(key), nil
}

// parted takes the signature out of a commit, as git does: what is left is what
// was signed. The headers end with the first empty line; a header goes on in
// lines that begin with a space. A commit with a signature's header before its
// committer counts as not signed: git never writes it there, and what follows
// would be signed and yet hidden from whoever reads the parents and the author.
func parted(raw []byte) (armoured, signed []byte) {
	inside, ours, committed := false, false, false
	for rest := raw; len(rest) > 0; {
		end := bytes.IndexByte(rest, '\n') + 1
		if end == 0 {
			end = len(rest)
		}
		line := rest[:end]
		if len(bytes.TrimRight(line, "\n")) == 0 {
			return armoured, append(signed, rest...)
		}
		rest = rest[end:]
		own, begins := bytes.CutPrefix(line, []byte("gpgsig "))
		other := bytes.HasPrefix(line, []byte("gpgsig-sha256 "))
		committed = committed || bytes.HasPrefix(line, []byte("committer "))
		switch continued := line[0] == ' '; {
		case (begins || other) && !committed:
			return nil, raw
		case begins:
			inside, ours, armoured = true, true, append(armoured, own...)
		case other:
			inside, ours = true, false
		case continued && ours:
			armoured = append(armoured, line[1:]...)
		case continued && inside:
		default:
			inside, ours, signed = false, false, append(signed, line...)
		}
	}
	return armoured, signed
}

// The format of OpenSSH's PROTOCOL.sshsig. Git signs in the namespace "git": a
// signature made for anything else is none of a commit.
const (
	signatureType  = "SSH SIGNATURE"
	signatureMagic = "SSHSIG"
	// signatureVersion follows the magic of a signature, not of what is signed.
	signatureVersion = "\x00\x00\x00\x01"
	namespace        = "git"
	maxSignature     = 64 << 10
)

// signature is what follows the magic and the version.
type signatureBlob struct {
	PublicKey, Namespace, Reserved, Hash, Signature string
}

// signedBlob is what follows the magic in what the key signs.
type signedBlob struct {
	Namespace, Reserved, Hash, Digest string
}

// weakSignatures are those made over SHA-1.
var weakSignatures = [...]string{ssh.KeyAlgoRSA, "ssh-dss"}

// verify returns the key that signed a message.
func verify(blob, message []byte) (ssh.PublicKey, error) {
	rest, ok := bytes.CutPrefix(blob, []byte(signatureMagic+signatureVersion))
	if !ok || len(blob) > maxSignature {
		return nil, errors.New("it is not of a form that this program knows")
	}
	var s signatureBlob
	if err := ssh.Unmarshal(rest, &s); err != nil {
		return nil, err
	}
	if s.Namespace != namespace {
		return nil, fmt.Errorf("it was made for %q, not for git", s.Namespace)
	}
	digest, err := digestOf(s.Hash, message)
	if err != nil {
		return nil, err
	}
	key, err := ssh.ParsePublicKey([]byte(s.PublicKey))
	if err != nil {
		return nil, err
	}
	if _, certificate := key.(*ssh.Certificate); certificate {
		return nil, errors.New("it is by a certificate, not by a key of the team")
	}
	sig := &ssh.Signature{}
	if err := ssh.Unmarshal([]byte(s.Signature), sig); err != nil {
		return nil, err
	}
	if slices.Contains(weakSignatures[:], sig.Format) {
		return nil, fmt.Errorf("signatures of the kind %s can be forged", sig.Format)
	}
	signed := append([]byte(signatureMagic), ssh.Marshal(signedBlob{s.Namespace, s.Reserved, s.Hash, string(digest)})...)
	if err := key.Verify(signed, sig); err != nil {
		return nil, err
	}
	return key, nil
}

func digestOf(name string, message []byte) ([]byte, error) {
	switch name {
	case "sha256":
		sum := sha256.Sum256(message)
		return sum[:], nil
	case "sha512":
		sum := sha512.Sum512(message)
		return sum[:], nil
	}
	return nil, fmt.Errorf("its hash %q is not known", name)
}
