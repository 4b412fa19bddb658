package transport

import (
	"errors"
	"regexp"

	"galley/engine"
)

// hidden stands where a secret was.
const hidden = "***"

var (
	// userinfo is the name and password of an address.
	userinfo = regexp.MustCompile(`([a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#@\s"]+@`)
	// parameter is one whose name says that it is a credential.
	parameter = regexp.MustCompile(`(?i)([?&;](?:[a-z0-9_.-]*(?:token|secret|password|passwd|signature|api[_-]?key|apikey|access[_-]?key)|key|sig|code|auth)=)[^&;#\s"]+`)
	// scheme is a header's credential.
	scheme = regexp.MustCompile(`(?i)\b(bearer|basic|digest|ghost|token)(\s+)[A-Za-z0-9._~+/:=-]{16,}`)
	// header is a whole header.
	header = regexp.MustCompile(`(?i)\b(authorization|proxy-authorization|cookie|set-cookie|x-api-key)(["']?\s*[:=]\s*\[?)[^\n\]]+`)
)

// Redact takes out of a text what looks like a credential (the password of an
// address, a token in its query, an Authorization header) and every occurrence
// of the secrets, also as a URL or a basic authorization would hold them.
func Redact(text string, secrets ...engine.Secret) string {
	for _, secret := range secrets {
		text = secret.Hide(text)
	}
	text = userinfo.ReplaceAllString(text, "${1}"+hidden+"@")
	text = parameter.ReplaceAllString(text, "${1}"+hidden)
	text = header.ReplaceAllString(text, "${1}${2}"+hidden)
	return scheme.ReplaceAllString(text, "${1}${2}"+hidden)
}

// conceal returns err with a text that holds no credential; callers can still
// ask it what it is.
func conceal(err error, secrets []engine.Secret) error {
	if text := Redact(err.Error(), secrets...); text != err.Error() {
		return &concealed{text, err}
	}
	return err
}

// concealed is an error that is not to be printed whole. It has no Unwrap: the
// cause's text would come out.
type concealed struct {
	text string
	err  error
}

// Error implements error.
func (c *concealed) Error() string { return c.text }

// Is reports whether the cause is target.
func (c *concealed) Is(target error) bool { return errors.Is(c.err, target) }

// As finds what the cause is, for whoever classifies it.
func (c *concealed) As(target any) bool { return errors.As(c.err, target) }

// Timeout reports whether the cause was a time limit.
func (c *concealed) Timeout() bool {
	var t interface{ Timeout() bool }
	return errors.As(c.err, &t) && t.Timeout()
}
