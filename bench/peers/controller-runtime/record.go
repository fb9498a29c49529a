package main

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

var groupVersion = schema.GroupVersion{Group: "bench.opwright.dev", Version: "v1"}

// Record is the kind of the benchmarks, as in bench/runtime/record.mjs.
type Record struct {
	metav1.TypeMeta   `json:",inline"`
	metav1.ObjectMeta `json:"metadata,omitempty"`
	Spec              RecordSpec   `json:"spec,omitempty"`
	Status            RecordStatus `json:"status,omitempty"`
}

type RecordSpec struct {
	// ChangedAt is when the driver sent its last change, in milliseconds since 1970.
	ChangedAt float64           `json:"changedAt,omitempty"`
	Image     string            `json:"image,omitempty"`
	Replicas  int32             `json:"replicas,omitempty"`
	Command   []string          `json:"command,omitempty"`
	Selector  map[string]string `json:"selector,omitempty"`
	Variables []Variable        `json:"variables,omitempty"`
	Limits    map[string]string `json:"limits,omitempty"`
	Note      string            `json:"note,omitempty"`
}

type Variable struct {
	Name  string `json:"name"`
	Value string `json:"value,omitempty"`
}

type RecordStatus struct {
	Round      string             `json:"round,omitempty"`
	Phase      string             `json:"phase,omitempty"`
	Conditions []metav1.Condition `json:"conditions,omitempty"`
}

type RecordList struct {
	metav1.TypeMeta `json:",inline"`
	metav1.ListMeta `json:"metadata,omitempty"`
	Items           []Record `json:"items"`
}

func (in *Record) deepCopyInto(out *Record) {
	*out = *in
	in.ObjectMeta.DeepCopyInto(&out.ObjectMeta)
	out.Spec.Command = append([]string(nil), in.Spec.Command...)
	out.Spec.Selector = copyMap(in.Spec.Selector)
	out.Spec.Variables = append([]Variable(nil), in.Spec.Variables...)
	out.Spec.Limits = copyMap(in.Spec.Limits)
	out.Status.Conditions = append([]metav1.Condition(nil), in.Status.Conditions...)
}

func (in *Record) DeepCopyObject() runtime.Object {
	out := new(Record)
	in.deepCopyInto(out)
	return out
}

func (in *RecordList) DeepCopyObject() runtime.Object {
	out := &RecordList{TypeMeta: in.TypeMeta, Items: make([]Record, len(in.Items))}
	in.ListMeta.DeepCopyInto(&out.ListMeta)
	for i := range in.Items {
		in.Items[i].deepCopyInto(&out.Items[i])
	}
	return out
}

func copyMap(in map[string]string) map[string]string {
	out := make(map[string]string, len(in))
	for key, value := range in {
		out[key] = value
	}
	return out
}

func addToScheme(scheme *runtime.Scheme) {
	scheme.AddKnownTypes(groupVersion, &Record{}, &RecordList{})
	metav1.AddToGroupVersion(scheme, groupVersion)
}
