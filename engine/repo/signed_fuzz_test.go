package repo

import (
	"bytes"
	"testing"
)

func FuzzPartedKeepsWhatWasSigned(f *testing.F) {
	f.Add([]byte("tree 1\nauthor a\ngpgsig -----BEGIN SSH SIGNATURE-----\n AAAA\n -----END SSH SIGNATURE-----\n\nmessage\ngpgsig no header\n"))
	f.Add([]byte("tree 1\n\n"))
	f.Add([]byte("gpgsig a"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		armoured, signed := parted(raw)
		if len(armoured)+len(signed) > len(raw) {
			t.Errorf("%d bytes became %d and %d", len(raw), len(armoured), len(signed))
		}
		if !bytes.Contains(raw, []byte("gpgsig")) && !bytes.Equal(signed, raw) {
			t.Errorf("%q without a signature became %q", raw, signed)
		}
	})
}

func FuzzASignatureOfAStrangerIsRefusedOrVerified(f *testing.F) {
	f.Add([]byte("SSHSIG\x00\x00\x00\x01\x00\x00\x00\x00"))
	f.Add([]byte("SSHSIG\x00\x00\x00\x01\xff\xff\xff\xff"))
	f.Fuzz(func(t *testing.T, blob []byte) {
		if key, err := verify(blob, []byte("message")); (key == nil) == (err == nil) {
			t.Errorf("key %v, error %v", key, err)
		}
	})
}
