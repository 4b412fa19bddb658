package atproto

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"strings"
)

// The four bytes in front of the hash: version 1, what the bytes are, SHA-256,
// its length.
const (
	codecRecord = 0x71 // DAG-CBOR
	codecBlob   = 0x55 // raw bytes
	hashSHA256  = 0x12
)

var base32Lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// CID returns the name by which the network knows a record of this content.
func CID(record any) (string, error) {
	data, err := Encode(record)
	if err != nil {
		return "", err
	}
	return cid(codecRecord, sha256.Sum256(data)), nil
}

// BlobCID returns the name of a file by its SHA-256.
func BlobCID(sum [sha256.Size]byte) string { return cid(codecBlob, sum) }

// BlobSum returns the SHA-256 of the file that a CID names, false if it names
// none.
func BlobSum(name string) (sum [sha256.Size]byte, ok bool) {
	raw, err := parseCID(name)
	if err != nil || raw[1] != codecBlob {
		return sum, false
	}
	return [sha256.Size]byte(raw[4:]), true
}

func cid(codec byte, sum [sha256.Size]byte) string {
	return "b" + base32Lower.EncodeToString(append([]byte{1, codec, hashSHA256, sha256.Size}, sum[:]...))
}

// parseCID returns the bytes of a CID as this network uses them: version 1,
// SHA-256, in base32.
func parseCID(name string) ([]byte, error) {
	text, ok := strings.CutPrefix(name, "b")
	raw, err := base32Lower.DecodeString(text)
	if !ok || err != nil || len(raw) != 4+sha256.Size || raw[0] != 1 || raw[2] != hashSHA256 || raw[3] != sha256.Size ||
		cid(raw[1], [sha256.Size]byte(raw[4:])) != name {
		return nil, errors.New("not a CID of this network")
	}
	return raw, nil
}
