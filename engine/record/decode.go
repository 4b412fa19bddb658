package record

import (
	"time"

	"galley/engine"
)

// A decoder reads lines. Those that this program writes in great number it
// reads without reflection, five times as fast; whatever looks the least bit
// different goes to encoding/json, which decides.
type decoder struct {
	strings map[string]string    // runs, revisions, accounts: few, and on every line
	ids     map[string]engine.ID // each is on several lines
}

func newDecoder() *decoder {
	return &decoder{strings: map[string]string{}, ids: map[string]engine.ID{}}
}

// decode reads one line and takes its hash.
func (d *decoder) decode(data []byte) (Line, error) {
	if l, ok := d.fast(data); ok && l.check() == nil {
		l.hash = lineHash(data)
		return l, nil
	}
	return decodeLine(data)
}

// The keys in the order in which encoding/json writes them. A line with another
// key, or in another order, is not for the fast path.
var (
	lineKeys    = [...]string{"v", "n", "type", "time", "run", "revision", "charter", "zones", "prev", "intent", "outcome"}
	accountKeys = [...]string{"network", "handle"}
	printKeys   = [...]string{"text", "media"}
	intentKeys  = [...]string{"id", "verb", "account", "key", "remote", "print", "prior", "fields", "dropped", "due", "native", "parent",
		"send_by", "timeout", "digest", "generation", "revision", "author", "approvers", "run", "seq"}
	outcomeKeys = [...]string{"run", "seq", "id", "account", "result", "verb", "phase", "remote", "url", "version", "print",
		"fields", "due", "digest", "generation", "revision", "author", "was", "by", "reason", "at", "ready"}
)

func (d *decoder) fast(data []byte) (Line, bool) {
	s := &scan{data: data, decoder: d}
	var l Line
	s.object(lineKeys[:], func(key int) {
		switch lineKeys[key] {
		case "v":
			l.V = s.int()
		case "n":
			l.N = s.int()
		case "type":
			l.Type = s.shared()
		case "time":
			l.Time = s.time()
		case "run":
			l.Run = s.shared()
		case "revision":
			l.Revision = s.shared()
		case "charter":
			l.Charter = s.shared()
		case "zones":
			l.Zones = s.shared()
		case "prev":
			l.Prev = s.string()
		case "intent":
			l.Intent = s.intent()
		case "outcome":
			l.Outcome = s.outcome()
		}
	})
	return l, !s.failed && s.at == len(data)
}

func (s *scan) intent() *engine.Intent {
	in := &engine.Intent{}
	s.object(intentKeys[:], func(key int) {
		switch intentKeys[key] {
		case "id":
			in.ID = s.id()
		case "verb":
			s.name(&in.Verb)
		case "account":
			in.Account = s.account()
		case "key":
			in.Key = s.string()
		case "remote":
			in.Remote = engine.RemoteID(s.string())
		case "print":
			in.Print = s.print()
		case "prior":
			in.Prior = s.print()
		case "fields":
			in.Fields = s.fields()
		case "dropped":
			in.Dropped = s.list()
		case "due":
			in.Due = s.time()
		case "native":
			in.Native = s.true()
		case "parent":
			in.Parent = s.id()
		case "send_by":
			in.SendBy = s.time()
		case "timeout":
			in.Timeout = engine.Seconds(time.Duration(s.int()) * time.Second)
		case "digest":
			in.Digest = s.string()
		case "generation":
			in.Generation = s.int()
		case "revision":
			in.Revision = s.shared()
		case "author":
			in.Author = s.shared()
		case "approvers":
			in.Approval = s.list()
		case "run":
			in.Run = s.shared()
		case "seq":
			in.Seq = s.int()
		}
	})
	return in
}

func (s *scan) outcome() *engine.Outcome {
	o := &engine.Outcome{}
	s.object(outcomeKeys[:], func(key int) {
		switch outcomeKeys[key] {
		case "run":
			o.Run = s.shared()
		case "seq":
			o.Seq = s.int()
		case "id":
			o.ID = s.id()
		case "account":
			o.Account = s.account()
		case "result":
			s.name(&o.Result)
		case "verb":
			s.name(&o.Verb)
		case "phase":
			s.name(&o.Phase)
		case "remote":
			o.Remote = engine.RemoteID(s.string())
		case "url":
			o.URL = s.string()
		case "version":
			o.Version = s.string()
		case "print":
			o.Print = s.print()
		case "fields":
			o.Fields = s.fields()
		case "due":
			o.Due = s.time()
		case "digest":
			o.Digest = s.string()
		case "generation":
			o.Generation = s.int()
		case "revision":
			o.Revision = s.shared()
		case "author":
			o.Author = s.shared()
		case "was":
			o.Renamed = s.id()
		case "by":
			o.By = s.shared()
		case "reason":
			o.Reason = s.string()
		case "at":
			o.At = s.time()
		case "ready":
			o.Ready = s.true()
		}
	})
	return o
}

func (s *scan) account() (a engine.Account) {
	s.object(accountKeys[:], func(key int) {
		switch accountKeys[key] {
		case "network":
			a.Network = engine.Network(s.shared())
		case "handle":
			a.Handle = s.shared()
		}
	})
	return a
}

func (s *scan) print() (p engine.Print) {
	s.object(printKeys[:], func(key int) {
		switch printKeys[key] {
		case "text":
			p.Text = s.string()
		case "media":
			p.Media = s.list()
		}
	})
	return p
}

func (s *scan) id() engine.ID {
	raw := s.raw()
	if id, ok := s.decoder.ids[string(raw)]; ok {
		return id
	}
	var id engine.ID
	if s.failed || id.UnmarshalText(raw) != nil {
		s.failed = true
		return id
	}
	s.decoder.ids[string(raw)] = id
	return id
}
