package cli

import (
	"errors"
	"strings"

	"galley/engine"
	"galley/engine/approve"
	"galley/engine/record"
	"galley/engine/repo"
)

// signingVariable holds the private key that signs the record: the text of the
// file itself, so that no file of it has to lie on the disk of a job.
const signingVariable = "GALLEY_SIGNING_KEY"

// makeKey is the next step where there is no key.
const makeKey = `make one with ssh-keygen -t ed25519 -N "" -f galley-signing, put the text of galley-signing into ` + signingVariable +
	" and the line of galley-signing.pub under record.signing.keys in galley.yaml"

// openToWrite is open for a run that writes the record. It refuses at once where
// the project wants signatures and this run has no key that is listed: before
// anything was sent.
func (a *app) openToWrite(c content) (*record.Store, error) {
	key, err := a.signingKey()
	if err != nil {
		return nil, err
	}
	store, err := a.openWith(c, key)
	if err != nil {
		return nil, err
	}
	err = store.Ready()
	if errors.Is(err, record.ErrNoKey) && key == nil {
		return nil, failed("put the private key into the environment variable "+signingVariable+"; for a new one: "+makeKey, "%w", err)
	}
	return store, err
}

// signingKey reads the key from the environment, nil if there is none.
func (a *app) signingKey() (*repo.SigningKey, error) {
	text := a.secret(signingVariable)
	if text.Empty() {
		return nil, nil
	}
	for line := range strings.Lines(text.Reveal()) {
		if line = strings.TrimSpace(line); len(line) >= 16 && !strings.HasPrefix(line, "-----") {
			a.secrets = append(a.secrets, engine.NewSecret(line)) // a part that can be told is one, too
		}
	}
	key, err := repo.ReadSigningKey(text)
	if err != nil {
		return nil, failed(makeKey, "read %s: %w", signingVariable, err)
	}
	return key, nil
}

// signing is what the project asks of those who write the record.
func (c content) signing(key *repo.SigningKey) (record.Signing, error) {
	asked := c.Project.Record.Signing
	s := record.Signing{Since: asked.Since, Key: key}
	for _, line := range asked.Keys {
		print, err := approve.Fingerprint(line)
		if err != nil {
			return s, failed("copy the one line of the .pub file", "record.signing.keys of galley.yaml: %w", err)
		}
		s.Keys = append(s.Keys, print)
	}
	return s, nil
}

// vouched is the sentence of "ledger verify" about signatures, empty where none
// are asked for.
func (c content) vouched() string {
	switch asked := c.Project.Record.Signing; {
	case len(asked.Keys) == 0:
		return ""
	case asked.Since != "":
		return " Every commit since " + brief(asked.Since) + " is signed."
	}
	return " Every commit is signed."
}
