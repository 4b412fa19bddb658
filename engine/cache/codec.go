package cache

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"
	"unsafe"
)

// Append writes a value: bool, int, float, string, time, pointer, slice, array,
// map with strings as keys and struct, of each other; any holds what content is
// made of. Structs are written field by field in their order, so that only the
// program that wrote them can read them. A field that is not exported would be
// lost: it is an error, as is a type that is not listed here.
func Append(b []byte, v any) ([]byte, error) { return appendValue(b, reflect.ValueOf(v)) }

// Decode reads what Append wrote, into what a pointer points at, and returns the
// rest. Texts share their memory with data. What was not written by Append is an
// error, and costs no more than its length.
func Decode(data string, into any) (rest string, err error) {
	d := decoder{data}
	err = d.value(reflect.ValueOf(into).Elem(), 0)
	return d.data, err
}

var (
	timeType = reflect.TypeFor[time.Time]()
	errShort = errors.New("it ends in the middle")
	errForm  = errors.New("it has another form")
)

func appendValue(b []byte, v reflect.Value) ([]byte, error) {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1), nil
		}
		return append(b, 0), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint()), nil
	case reflect.Float32, reflect.Float64:
		return binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Float())), nil
	case reflect.String:
		return appendText(b, v.String()), nil
	case reflect.Slice, reflect.Array:
		return appendList(b, v)
	case reflect.Map:
		return appendMap(b, v)
	case reflect.Pointer:
		if v.IsNil() {
			return append(b, 0), nil
		}
		return appendValue(append(b, 1), v.Elem())
	case reflect.Struct:
		return appendStruct(b, v)
	case reflect.Interface:
		return appendAny(b, v.Interface())
	}
	return b, fmt.Errorf("write %s: %w", v.Type(), errForm)
}

// appendList keeps nil apart from empty.
func appendList(b []byte, v reflect.Value) (_ []byte, err error) {
	if v.Kind() == reflect.Slice {
		if v.IsNil() {
			return append(b, 0), nil
		}
		b = binary.AppendUvarint(b, uint64(v.Len())+1)
	}
	for i := range v.Len() {
		if b, err = appendValue(b, v.Index(i)); err != nil {
			return b, err
		}
	}
	return b, nil
}

func appendMap(b []byte, v reflect.Value) (_ []byte, err error) {
	if v.Type().Key().Kind() != reflect.String {
		return b, fmt.Errorf("write %s: %w", v.Type(), errForm)
	}
	if v.IsNil() {
		return append(b, 0), nil
	}
	b = binary.AppendUvarint(b, uint64(v.Len())+1)
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return compareText(a.String(), b.String()) })
	for _, key := range keys {
		b = appendText(b, key.String())
		if b, err = appendValue(b, v.MapIndex(key)); err != nil {
			return b, err
		}
	}
	return b, nil
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// appendStruct writes times in UTC only: a zone would be lost.
func appendStruct(b []byte, v reflect.Value) (_ []byte, err error) {
	if v.Type() == timeType {
		t := v.Interface().(time.Time)
		if t.IsZero() {
			return append(b, 0), nil
		}
		if t.Location() != time.UTC {
			return b, fmt.Errorf("write a time in %s: %w", t.Location(), errForm)
		}
		b = binary.AppendVarint(append(b, 1), t.Unix())
		return binary.AppendUvarint(b, uint64(t.Nanosecond())), nil
	}
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			return b, fmt.Errorf("write %s: field %s is not exported: %w", v.Type(), v.Type().Field(i).Name, errForm)
		}
		if b, err = appendValue(b, v.Field(i)); err != nil {
			return b, err
		}
	}
	return b, nil
}

// The forms of what is any.
const (
	isNil = iota
	isBool
	isInt
	isFloat
	isText
	isList
	isMap
)

func appendAny(b []byte, v any) (_ []byte, err error) {
	switch v := v.(type) {
	case nil:
		return append(b, isNil), nil
	case bool:
		return appendValue(append(b, isBool), reflect.ValueOf(v))
	case int64:
		return binary.AppendVarint(append(b, isInt), v), nil
	case float64:
		return appendValue(append(b, isFloat), reflect.ValueOf(v))
	case string:
		return appendText(append(b, isText), v), nil
	case []any:
		return appendAnyList(append(b, isList), v)
	case map[string]any:
		return appendAnyMap(append(b, isMap), v)
	}
	return b, fmt.Errorf("write %T: %w", v, errForm)
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendAnyList and appendAnyMap write what appendValue would, without
// reflection: content is made of them.
func appendAnyList(b []byte, list []any) (_ []byte, err error) {
	if list == nil {
		return append(b, 0), nil
	}
	b = binary.AppendUvarint(b, uint64(len(list))+1)
	for _, v := range list {
		if b, err = appendAny(b, v); err != nil {
			return b, err
		}
	}
	return b, nil
}

func appendAnyMap(b []byte, m map[string]any) (_ []byte, err error) {
	if m == nil {
		return append(b, 0), nil
	}
	b = binary.AppendUvarint(b, uint64(len(m))+1)
	var few [16]string
	names := few[:0]
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if b, err = appendAny(appendText(b, name), m[name]); err != nil {
			return b, err
		}
	}
	return b, nil
}

// deepest bounds values inside values.
const deepest = 100

type decoder struct{ data string }

func (d *decoder) uvarint() (uint64, error) {
	// binary.Uvarint wants bytes; it only looks at them.
	n, size := binary.Uvarint(unsafe.Slice(unsafe.StringData(d.data), min(len(d.data), binary.MaxVarintLen64)))
	if size <= 0 {
		return 0, errShort
	}
	d.data = d.data[size:]
	return n, nil
}

func (d *decoder) varint() (int64, error) {
	n, err := d.uvarint()
	v := int64(n >> 1)
	if n&1 != 0 {
		v = ^v
	}
	return v, err
}

// length reads how many bytes, or elements of at least one byte, follow.
func (d *decoder) length() (int, error) {
	n, err := d.uvarint()
	if err == nil && n > uint64(len(d.data)) {
		err = errShort
	}
	return int(n), err
}

func (d *decoder) text() (string, error) {
	n, err := d.length()
	if err != nil {
		return "", err
	}
	s := d.data[:n]
	d.data = d.data[n:]
	return s, nil
}

func (d *decoder) value(v reflect.Value, depth int) error {
	if depth > deepest {
		return errForm
	}
	switch v.Kind() {
	case reflect.Bool:
		n, err := d.uvarint()
		v.SetBool(n == 1)
		return err
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := d.varint()
		v.SetInt(n)
		return err
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := d.uvarint()
		v.SetUint(n)
		return err
	case reflect.Float32, reflect.Float64:
		if len(d.data) < 8 {
			return errShort
		}
		v.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64([]byte(d.data[:8]))))
		d.data = d.data[8:]
	case reflect.String:
		s, err := d.text()
		v.SetString(s)
		return err
	case reflect.Slice:
		return d.list(v, depth)
	case reflect.Array:
		return d.elements(v, depth)
	case reflect.Map:
		return d.pairs(v, depth)
	case reflect.Pointer:
		return d.pointer(v, depth)
	case reflect.Struct:
		return d.fields(v, depth)
	case reflect.Interface:
		return d.any(v, depth)
	default:
		return errForm
	}
	return nil
}

func (d *decoder) list(v reflect.Value, depth int) error {
	n, err := d.uvarint()
	if err != nil || n == 0 {
		return err
	}
	if n--; n > uint64(len(d.data)) {
		return errShort
	}
	v.Set(reflect.MakeSlice(v.Type(), int(n), int(n)))
	return d.elements(v, depth)
}

func (d *decoder) elements(v reflect.Value, depth int) error {
	for i := range v.Len() {
		if err := d.value(v.Index(i), depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) pairs(v reflect.Value, depth int) error {
	n, err := d.uvarint()
	if err != nil || n == 0 {
		return err
	}
	if n--; n > uint64(len(d.data)) {
		return errShort
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), int(n)))
	value := reflect.New(v.Type().Elem()).Elem()
	for range n {
		key, err := d.text()
		if err != nil {
			return err
		}
		value.SetZero()
		if err := d.value(value, depth+1); err != nil {
			return err
		}
		v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), value)
	}
	return nil
}

func (d *decoder) pointer(v reflect.Value, depth int) error {
	n, err := d.uvarint()
	if err != nil || n == 0 {
		return err
	}
	v.Set(reflect.New(v.Type().Elem()))
	return d.value(v.Elem(), depth+1)
}

func (d *decoder) fields(v reflect.Value, depth int) error {
	if v.Type() == timeType {
		return d.time(v)
	}
	for _, field := range v.Fields() {
		if !field.CanSet() {
			return errForm
		}
		if err := d.value(field, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) time(v reflect.Value) error {
	n, err := d.uvarint()
	if err != nil || n == 0 {
		return err
	}
	seconds, err := d.varint()
	if err != nil {
		return err
	}
	nanos, err := d.uvarint()
	if err != nil || nanos >= uint64(time.Second) {
		return errors.Join(err, errForm)
	}
	*v.Addr().Interface().(*time.Time) = time.Unix(seconds, int64(nanos)).UTC()
	return nil
}

func (d *decoder) any(v reflect.Value, depth int) error {
	form, err := d.uvarint()
	if err != nil {
		return err
	}
	value, err := d.anyValue(form, depth)
	if err == nil && value != nil {
		v.Set(reflect.ValueOf(value))
	}
	return err
}

func (d *decoder) anyValue(form uint64, depth int) (any, error) {
	var err error
	switch form {
	case isNil:
		return nil, nil
	case isBool:
		n, err := d.uvarint()
		return n == 1, err
	case isInt:
		return d.varint()
	case isText:
		return d.text()
	case isFloat:
		var f float64
		err = d.value(reflect.ValueOf(&f).Elem(), depth+1)
		return f, err
	case isList:
		return d.anyList(depth + 1)
	case isMap:
		return d.anyMap(depth + 1)
	}
	return nil, errForm
}

// anyList and anyMap read what value would, without reflection: content is made
// of them.
func (d *decoder) anyList(depth int) ([]any, error) {
	n, err := d.elementCount(depth)
	if err != nil || n < 0 {
		return nil, err
	}
	list := make([]any, n)
	for i := range list {
		form, err := d.uvarint()
		if err != nil {
			return nil, err
		}
		if list[i], err = d.anyValue(form, depth+1); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (d *decoder) anyMap(depth int) (map[string]any, error) {
	n, err := d.elementCount(depth)
	if err != nil || n < 0 {
		return nil, err
	}
	m := make(map[string]any, n)
	for range n {
		key, err := d.text()
		if err != nil {
			return nil, err
		}
		form, err := d.uvarint()
		if err != nil {
			return nil, err
		}
		if m[key], err = d.anyValue(form, depth+1); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// elementCount reads how many elements follow, -1 for nil.
func (d *decoder) elementCount(depth int) (int, error) {
	if depth > deepest {
		return 0, errForm
	}
	n, err := d.uvarint()
	if err == nil && n > uint64(len(d.data))+1 {
		err = errShort
	}
	return int(n) - 1, err
}
