package approve

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// keyTypes are the kinds of SSH keys whose signatures are verified. DSA and its
// like are too weak.
var keyTypes = [...]string{"ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
	"sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com"}

// maxKey bounds a public key: one of 16384 bits for RSA has some 2 KiB.
const maxKey = 16 << 10

// Fingerprint returns the name of an SSH public key as ssh-keygen prints it,
// "SHA256:…", of a line of an authorized_keys or .pub file. The error says what
// the line is not.
func Fingerprint(line string) (string, error) {
	fields := strings.Fields(line)
	if len(line) > maxKey || len(fields) < 2 {
		return "", fmt.Errorf("it is no SSH public key such as ssh-ed25519 AAAAC3Nza…")
	}
	if !slices.Contains(keyTypes[:], fields[0]) {
		return "", fmt.Errorf("a key of type %q is not one of %s", fields[0], strings.Join(keyTypes[:], ", "))
	}
	blob, err := base64.StdEncoding.DecodeString(fields[1])
	if err != nil {
		return "", fmt.Errorf("the key itself is not base64")
	}
	kind, rest := sshText(blob)
	if kind != fields[0] || len(rest) < 32 {
		return "", fmt.Errorf("the key itself is not whole, or of another type than %s", fields[0])
	}
	sum := sha256.Sum256(blob)
	return "SHA256:" + base64.RawStdEncoding.EncodeToString(sum[:]), nil
}

// sshText takes a text off the wire format of SSH: its length in four bytes,
// then itself; "" if it is not whole.
func sshText(b []byte) (text string, rest []byte) {
	if len(b) < 4 {
		return "", nil
	}
	n := binary.BigEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return "", nil
	}
	return string(b[4 : 4+n]), b[4+n:]
}
