package charter

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"galley/engine/match"
)

// A bankReader reads every bank once.
type bankReader struct {
	files fs.FS
	read  map[string]bank
}

// A bank is what was made of a file.
type bank struct {
	match.Bank
	problems []match.Problem
	err      error
}

// bank adds the bank of the i-th rule to its lexicon.
func (k *compiler) bank(l *lexicon, banks *bankReader, i int) {
	r := &k.rules.Lexicon[i]
	if r.Bank == "" {
		return
	}
	at := k.rules.Object.At("lexicon", strconv.Itoa(i), "bank")
	b := banks.get(r.Bank)
	switch {
	case errors.Is(b.err, fs.ErrNotExist):
		k.mistake(mistakeBankMissing, at, fmt.Sprintf("there is no bank %s", r.Bank), "create the file: one term a line, or \"term -> preferred\"")
		return
	case b.err != nil:
		k.mistake(mistakeBank, at, fmt.Sprintf("read bank %s: %v", r.Bank, b.err), "")
		return
	}
	for _, p := range b.problems {
		k.mistake(mistakeBank, at, p.Error(), p.Hint)
	}
	for _, t := range b.Terms {
		if t.Kind == match.Word {
			t.Kind = kindOf(r)
		}
		l.add(r, at, t)
	}
}

func (b *bankReader) get(name string) bank {
	if got, found := b.read[name]; found {
		return got
	}
	var got bank
	data, err := b.bytes(name)
	if err == nil {
		got.Bank, got.problems = match.ParseBank(name, data)
	}
	got.err = err
	if b.read == nil {
		b.read = map[string]bank{}
	}
	b.read[name] = got
	return got
}

// bytes reads one byte more than a bank may have, and no further.
func (b *bankReader) bytes(name string) ([]byte, error) {
	if b.files == nil {
		return nil, fs.ErrNotExist
	}
	f, err := b.files.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close() // it was only read
	if info, err := f.Stat(); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("it is no file")
	}
	return io.ReadAll(io.LimitReader(f, match.MaxBank+1))
}
