package approve_test

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"

	"galley/engine/approve"
)

const edKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"

func TestFingerprintsAreThoseOfSSH(t *testing.T) {
	for _, line := range []string{edKey, edKey + " ann@desk", "  " + edKey + "\tann at her desk\n"} {
		got, err := approve.Fingerprint(line)
		if want := "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"; err != nil || got != want {
			t.Errorf("%q: got %q, %v, want %q", line, got, err, want)
		}
	}
}

func TestWhatIsNoKeyHasNoFingerprint(t *testing.T) {
	whole := strings.Repeat("k", 40)
	for name, line := range map[string]string{
		"nothing":               "",
		"a type alone":          "ssh-ed25519",
		"no base64":             "ssh-ed25519 !",
		"base64 and then some":  edKey + "!",
		"a type too weak":       wire("ssh-dss", len("ssh-dss"), whole),
		"another type inside":   "ssh-rsa " + strings.Fields(edKey)[1],
		"no type inside":        "ssh-ed25519 AAAA",
		"four bytes inside":     "ssh-ed25519 AAAAAA==",
		"a key cut short":       wire("ssh-ed25519", len("ssh-ed25519"), whole[:31]),
		"a length past its end": wire("ssh-ed25519", len("ssh-ed25519")+len(whole)+1, whole),
		"the longest length":    "ssh-ed25519 " + base64.StdEncoding.EncodeToString([]byte{255, 255, 255, 255, 'x'}),
		"a book":                edKey + " " + strings.Repeat("x", 16<<10),
	} {
		if got, err := approve.Fingerprint(line); err == nil || got != "" {
			t.Errorf("%s: %.60q has the fingerprint %q", name, line, got)
		}
	}
	if _, err := approve.Fingerprint(wire("ssh-ed25519", len("ssh-ed25519"), whole[:32])); err != nil {
		t.Errorf("the shortest key: %v", err)
	}
}

// wire is the line of a key whose type says that it has so many bytes.
func wire(kind string, size int, rest string) string {
	blob := binary.BigEndian.AppendUint32(nil, uint32(size))
	return kind + " " + base64.StdEncoding.EncodeToString(append(blob, kind+rest...))
}

func FuzzFingerprint(f *testing.F) {
	f.Add(edKey)
	f.Add(wire("ssh-rsa", 99, "k"))
	f.Fuzz(func(t *testing.T, line string) {
		if got, err := approve.Fingerprint(line); (err == nil) == (got == "") {
			t.Errorf("%q: %q, %v", line, got, err)
		}
	})
}
