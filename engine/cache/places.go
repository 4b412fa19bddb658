package cache

import (
	"encoding/binary"

	"galley/schema"
)

// writePlaces writes the places of an object.
func writePlaces(o *schema.Object) string {
	var b []byte
	count := 0
	for path, at := range o.Places() {
		b = append(binary.AppendUvarint(b, uint64(len(path))), path...)
		b = binary.AppendVarint(binary.AppendVarint(b, int64(at.Line)), int64(at.Col))
		count++
	}
	return string(append(binary.AppendUvarint(nil, uint64(count)), b...))
}

// readPlaces notes what writePlaces wrote.
func readPlaces(o *schema.Object, data string) error {
	d := decoder{data}
	count, err := d.length()
	if err != nil {
		return err
	}
	o.Reserve(count)
	for range count {
		path, err := d.text()
		if err != nil {
			return err
		}
		line, err := d.varint()
		if err != nil {
			return err
		}
		col, err := d.varint()
		if err != nil {
			return err
		}
		o.Note(path, int(line), int(col))
	}
	return nil
}
